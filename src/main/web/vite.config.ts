import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const node = process.env.PULT ?? 'http://127.0.0.1:8080';
const concerns = ['/api', '/openapi.json', '/accounts', '/proxies', '/telegram', '/jobs', '/inbox', '/vk', '/system-accounts', '/token-logs'];

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    outDir: '../../../target/classes/web',
    emptyOutDir: true,
    target: 'es2022',
    // Scripts inside the page are forbidden by its content security policy.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // What every visit begins with comes as one file: it packs better than twenty small ones, and each costs its headers.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] } } },
  },
  server: { proxy: Object.fromEntries(concerns.map((path) => [path, { target: node, changeOrigin: true, headers: { origin: node } }])) },
  test: {
    environment: 'jsdom',
    setupFiles: ['./test/setup.ts'],
    include: ['test/**/*.test.{ts,tsx}'],
    restoreMocks: true,
    // Of a machine that has other things to do.
    testTimeout: 30_000,
  },
});
