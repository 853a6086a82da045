import { act, render, screen } from '@testing-library/react';
import { Suspense } from 'react';
import { expect, test } from 'vitest';
import { LocaleContext, useTexts } from './context';
import { loadTexts, loadTextsInUse } from './texts';

function Title() {
  return <h1>{useTexts('quotas').quotas.title}</h1>;
}

test('a component waits for texts that its route did not bring', async () => {
  const texts = await loadTexts('en');
  expect(texts.quotas).toBeUndefined();
  await act(async () => {
    render(
      <LocaleContext value={{ language: 'en', texts, setLanguage: () => {} }}>
        <Suspense fallback={null}>
          <Title />
        </Suspense>
      </LocaleContext>,
    );
  });
  expect(await screen.findByRole('heading', { name: 'API quotas' })).toBeInTheDocument();
});

test('a switch of language brings every part that is in use', async () => {
  const chinese = await loadTexts('zh-CN', 'tokens', 'materials');
  const english = await loadTextsInUse('en');
  expect(chinese.tokens.title).toBe('API 令牌');
  expect([english.tokens?.title, english.materials?.title]).toEqual(['API tokens', 'Materials']);
});
