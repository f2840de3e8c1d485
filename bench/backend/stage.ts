import { fileURLToPath } from 'node:url';
import type { Child } from './child.ts';
import { startChild } from './child.ts';
import { figure } from './figures.ts';
import type { Figure } from './figures.ts';
import { backendService } from './services.ts';
import type { Service } from './services.ts';

const PROJECT = fileURLToPath(new URL('./project/', import.meta.url));

/** The backend under load, and a server that does nothing but pass on frames. */
export interface Stage {
  backend: Child;
  bare: Child;
  published: Service;
  unpublished: Service;
  /** Is told of everything that should not happen. */
  onTrouble: (text: string) => void;
}

export async function setStage(onTrouble: (text: string) => void): Promise<Stage> {
  const options = { args: [PROJECT], onTrouble };
  await (await startChild('./serve-backend.ts', options)).end(); // may have to make the database, which takes memory
  const backend = await startChild('./serve-backend.ts', options);
  const bare = await startChild('./serve-bare.ts');
  return { backend, bare, onTrouble, ...(await backendService(backend.url)) };
}

export async function clearStage({ backend, bare }: Stage): Promise<void> {
  await Promise.all([backend.end(), bare.end()]);
}

/** The resident memory of the backend now. */
export async function memoryFigure({ backend, bare }: Stage, when: string): Promise<Figure> {
  const [value, beside] = await Promise.all([backend.memory(), bare.memory()]);
  const MB = 1_000_000;
  return figure('Memory', when, 'MB', value / MB, { 'bare server': beside / MB });
}
