import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

// Vue has to know which tags are no components of its own.
const isCustomElement = (tag: string): boolean => tag.startsWith('nality-');

export default defineConfig({ plugins: [vue({ template: { compilerOptions: { isCustomElement } } })] });
