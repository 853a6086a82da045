import { useBlocker } from '@tanstack/react-router';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import { readCSV, type Unreadable } from './csv-file';
import s from './ImportDialog.module.css';
import { ImportFile } from './ImportFile';
import { ImportStart } from './ImportStart';
import { useImportCodes } from './queries';

type Props = { appId: string; open: boolean; onClose: () => void };

/** A file as it stands in the dialog: its text can be mended before it is sent. */
type Loaded = { name: string; text: string };

/** Codes out of a CSV file: checked whole, mended in place, then made. Closing keeps the file for the next opening. */
export function ImportDialog({ appId, open, onClose }: Props) {
  const texts = useTexts('qrcodes');
  const { actions, leave } = texts;
  const t = texts.qrcodes.importing;
  const [file, setFile] = useState<Loaded>();
  const [wrong, setWrong] = useState<Unreadable>();
  const check = useImportCodes(appId);
  const make = useImportCodes(appId);
  const toast = useUndoToast();

  // Closing keeps what was typed; leaving the page would not.
  useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && !window.confirm(leave),
    enableBeforeUnload: file !== undefined,
    disabled: file === undefined,
  });
  const examine = (text: string) => {
    make.reset();
    check.mutate({ text, check: true });
  };
  const choose = async (chosen: File) => {
    const read = await readCSV(chosen);
    setWrong('wrong' in read ? read.wrong : undefined);
    if ('wrong' in read) return;
    setFile({ name: chosen.name, text: read.text });
    examine(read.text);
  };
  const restart = () => {
    setFile(undefined);
    check.reset();
    make.reset();
  };
  const settled = file !== undefined && check.variables?.text === file.text && !check.isPending;
  const good = settled && check.data ? check.data.count : 0;
  const send = () => {
    if (!file) return;
    make.mutate(
      { text: file.text, check: false },
      {
        onSuccess: ({ count }) => {
          restart();
          onClose();
          toast({ text: t.started({ n: count }) });
        },
      },
    );
  };
  const close = () => {
    if (!make.isPending) onClose();
  };
  return (
    <Modal
      open={open}
      title={t.title}
      width={760}
      centered
      closable={{ 'aria-label': actions.close, disabled: make.isPending }}
      mask={{ closable: !make.isPending }}
      onCancel={close}
      footer={
        <div className={s.foot}>
          {file ? (
            <Button className={s.other} disabled={make.isPending} onClick={restart}>
              {t.other}
            </Button>
          ) : null}
          <Button onClick={close} disabled={make.isPending}>
            {actions.close}
          </Button>
          {file && !good ? (
            <Button type="primary" loading={check.isPending} disabled={settled} onClick={() => examine(file.text)}>
              {t.check}
            </Button>
          ) : null}
          {good > 0 ? (
            <Button type="primary" loading={make.isPending} onClick={send}>
              {t.make({ n: good })}
            </Button>
          ) : null}
        </div>
      }
    >
      {file ? (
        <ImportFile
          name={file.name}
          text={file.text}
          good={good}
          checking={check.isPending}
          error={make.error ?? (settled ? check.error : undefined)}
          disabled={make.isPending}
          onText={(text) => setFile({ ...file, text })}
        />
      ) : (
        <ImportStart wrong={wrong} onFile={(chosen) => void choose(chosen)} />
      )}
    </Modal>
  );
}
