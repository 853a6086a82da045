import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trialQuery } from './queries';

/** What is tried in the box: the text as it is typed, the time, and the answer to what was asked last. */
export function useTrial(appId: string) {
  const [typed, setTyped] = useState('');
  /** Local time as a field writes it, 2026-11-22T09:30, in Beijing; empty means now. */
  const [at, setAt] = useState('');
  const [asked, setAsked] = useState({ text: '', at: '' });
  const query = useQuery(trialQuery(appId, asked.text, asked.at ? beijing(asked.at) : undefined));
  const ask = (text = typed) => {
    setTyped(text);
    if (text === asked.text && at === asked.at) void query.refetch();
    setAsked({ text, at });
  };
  return { typed, setTyped, at, setAt, asked, query, ask };
}

/** A time of Beijing's clock as the API takes it. */
function beijing(local: string): string {
  return `${local.slice(0, 16)}:00+08:00`;
}
