import { App } from 'antd';
import { useCallback } from 'react';
import { useTexts } from '@/locales/context';
import s from './use-undo-toast.module.css';

type Toast = {
  text: string;
  /** Takes the change back; called once at the most. */
  undo?: (() => void) | undefined;
};

/** Says that something was done, with 撤销 for five seconds where it can be taken back. */
export function useUndoToast(): (toast: Toast) => void {
  const { message } = App.useApp();
  const t = useTexts();
  return useCallback(
    ({ text, undo }: Toast) => {
      const key = `undo-${Date.now()}`;
      void message.open({
        key,
        type: 'success',
        duration: 5,
        content: (
          <span role="status">
            {text}
            {undo ? (
              <button
                type="button"
                className={s.undo}
                onClick={() => {
                  message.destroy(key);
                  undo();
                }}
              >
                {t.actions.undo}
              </button>
            ) : null}
          </span>
        ),
      });
    },
    [message, t],
  );
}
