import { Modal } from 'antd';
import { useTexts } from '@/locales/context';
import s from './KeyList.module.css';

/** The list of keys, opened by `?`. */
export function KeyList({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTexts();
  const keys: [string[], string][] = [
    [['Ctrl', 'K'], t.keys.goTo],
    [['/'], t.keys.search],
    [['j', 'k'], t.keys.rows],
    [['Enter'], t.keys.open],
    [['x'], t.keys.select],
    [['e'], t.keys.note],
    [['[', ']'], t.keys.siblings],
    [['Esc'], t.keys.close],
    [['?'], t.keys.list],
  ];
  return (
    <Modal
      open={open}
      title={t.keys.title}
      width={420}
      centered
      footer={null}
      onCancel={onClose}
      closable={{ 'aria-label': t.actions.close }}
    >
      <dl className={s.keys}>
        {keys.map(([names, meaning]) => (
          <div key={meaning}>
            <dt>
              {names.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
