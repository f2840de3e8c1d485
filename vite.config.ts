import { cdnConfig } from './build/configs.ts';

/** `vite build` alone makes what a script tag loads; `npm run build` makes the whole package. */
export default cdnConfig();
