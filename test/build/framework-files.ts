/**
 * A project that uses the elements from React, Vue and Svelte, by the file's path. Of the frameworks' own types it has as
 * much as ours build on. It fails to compile when a name is missing, is not typed, or a mistake is not noticed.
 */
export const FRAMEWORK_FILES: Readonly<Record<string, string>> = {
  'node_modules/react/package.json': packageOf('react', {
    '.': './index.d.ts',
    './jsx-runtime': './jsx-runtime.d.ts',
  }),
  'node_modules/react/index.d.ts': `
export = React;
declare namespace React {
  interface HTMLAttributes<T> {
    className?: string;
    children?: unknown;
    onClick?: (event: { currentTarget: T }) => void;
  }
  type DetailedHTMLProps<Attributes extends HTMLAttributes<T>, T> = Attributes & {
    key?: string | number | null;
    ref?: { current: T | null };
  };
  namespace JSX {
    interface Element {}
    interface ElementChildrenAttribute { children: unknown }
    interface IntrinsicElements {}
  }
}`,
  'node_modules/react/jsx-runtime.d.ts': `
import * as React from './index.js';
export namespace JSX {
  interface Element extends React.JSX.Element {}
  interface ElementChildrenAttribute extends React.JSX.ElementChildrenAttribute {}
  interface IntrinsicElements extends React.JSX.IntrinsicElements {}
}`,
  'node_modules/vue/package.json': packageOf('vue', { '.': './index.d.ts' }),
  'node_modules/vue/index.d.ts': `
export interface HTMLAttributes { id?: string; onClick?: (event: MouseEvent) => void }
export interface PublicProps { key?: PropertyKey; class?: unknown }
export interface GlobalComponents {}`,
  'node_modules/svelte/package.json': packageOf('svelte', { './elements': './elements.d.ts' }),
  'node_modules/svelte/elements.d.ts': `
export interface HTMLAttributes<T extends EventTarget> { id?: string; onclick?: (event: Event & { currentTarget: T }) => void }
export interface SvelteHTMLElements { [name: string]: { [name: string]: any } }`,

  'react.tsx': `
import type {} from '@nality/widgets/jsx';
import type { NalityTimeline } from '@nality/widgets';
const timeline: { current: NalityTimeline | null } = { current: null };
export const page = (
  <nality-provider
    url="https://x.supabase.co"
    access-token="…"
    accessToken={async () => null}
    auth="anonymous"
    onrealtime:connection={({ detail }) => detail.attempts.toFixed()}
    onoffline:operation_failed={({ detail }) => detail.operation.retryCount.toFixed()}
  >
    <nality-timeline
      key="1"
      ref={timeline}
      className="life"
      user-id="…"
      view="decade"
      readonly
      onnality-event-select={({ lifeEvent }) => lifeEvent.title.trim()}
      onnality-event-before-save={(event) => event.preventDefault()}
      onClick={({ currentTarget }) => currentTarget.userId}
    />
    <nality-presence room="…" max={3} />
    <nality-chat sessionId="…" onnality-message-send={({ text }) => text.trim()} />
    <nality-comments event-id="…" onnality-comment-before-delete={({ comment }) => comment.id} />
    <nality-notifications placement="popover" onnality-notification-open={({ url }) => url?.trim()} />
  </nality-provider>
);
export const mistakes = [
  // @ts-expect-error -- no such view
  <nality-timeline view="years" />,
  // @ts-expect-error -- the element sets it
  <nality-timeline collaborators={3} />,
  // @ts-expect-error -- a number
  <nality-presence max="3" />,
  // @ts-expect-error -- another event
  <nality-chat onnality-message-send={(event: MouseEvent) => event.clientX} />,
  // @ts-expect-error -- no such element
  <nality-calendar />,
];`,

  'any-jsx.ts': `
import type { NalityJsxElements } from '@nality/widgets/jsx';
type Timeline = JSX.IntrinsicElements['nality-timeline'];
export const same: NalityJsxElements['nality-timeline'] = {} satisfies Timeline;
export const props: Timeline = {
  class: 'life',
  'user-id': '…',
  'data-of': 'Marie',
  'onnality-event-select': ({ lifeEvent }) => lifeEvent.title.trim(),
};
// @ts-expect-error -- no such view
export const mistake: Timeline = { view: 'years' };
// The others keep the key, React has it for itself.
export const provider: JSX.IntrinsicElements['nality-provider'] = { key: 'sb_publishable_…' };`,

  'vue.ts': `
import type {} from '@nality/widgets/vue';
import type { NalityTimeline } from '@nality/widgets';
import type { GlobalComponents } from 'vue';
type Props<Tag extends keyof GlobalComponents> = InstanceType<GlobalComponents[Tag]>['$props'];
export const timeline: Props<'nality-timeline'> = {
  key: 1,
  userId: '…',
  view: 'decade',
  onNalityEventSelect: ({ lifeEvent }) => lifeEvent.title.trim(),
};
export const provider: Props<'nality-provider'> = {
  accessToken: async () => null,
  'onRealtime:connection': ({ detail }) => detail.attempts.toFixed(),
};
export const ref: NalityTimeline = {} as InstanceType<GlobalComponents['nality-timeline']>;
// @ts-expect-error -- no such view
export const view: Props<'nality-timeline'> = { view: 'years' };
// @ts-expect-error -- another event
export const event: Props<'nality-timeline'> = { onNalityEventSelect: (event: MouseEvent) => event.clientX };
// @ts-expect-error -- no such element
export type Calendar = Props<'nality-calendar'>;`,

  'svelte.ts': `
import type {} from '@nality/widgets/svelte';
import type { SvelteHTMLElements } from 'svelte/elements';
export const comments: SvelteHTMLElements['nality-comments'] = {
  'event-id': '…',
  'onnality-comment-send': ({ commentId }) => commentId.trim(),
  'on:nality-comment-send': ({ commentId }) => commentId.trim(),
  onclick: ({ currentTarget }) => currentTarget.eventId,
};
// @ts-expect-error -- a boolean
export const mistake: SvelteHTMLElements['nality-comments'] = { readonly: 'yes' };`,
};

/** A package that consists of types. Of two with the same name and version the compiler would read only one. */
function packageOf(name: string, exports: Readonly<Record<string, string>>): string {
  const types = Object.entries(exports).map(([entry, file]) => [entry, { types: file }]);
  return JSON.stringify({ name, version: '0.0.0', exports: Object.fromEntries(types) });
}
