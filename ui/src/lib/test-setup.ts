import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';
import { loadTexts, parts } from '@/locales/texts';

afterEach(cleanup);

// Routes bring a screen's texts; tests render without routes.
await loadTexts('zh-CN', ...parts);

// What is waited for comes late on a busy machine; a wait that ends well costs nothing.
configure({ asyncUtilTimeout: 10_000 });

class NoResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
globalThis.ResizeObserver ??= NoResizeObserver;

Object.defineProperty(window, 'matchMedia', {
  writable: true,
  value: (query: string) => ({
    matches: false,
    media: query,
    onchange: null,
    addEventListener() {},
    removeEventListener() {},
    addListener() {},
    removeListener() {},
    dispatchEvent: () => false,
  }),
});

Element.prototype.scrollIntoView ??= () => {};
// jsdom computes no style of pseudo elements and says so on every call antd makes.
const computed = window.getComputedStyle.bind(window);
window.getComputedStyle = (element) => computed(element);
