import type { Picture } from './take.ts';

/** A page that shows all pictures side by side: a row for each state, the widgets one after the other. */
export function contactSheet(pictures: readonly Picture[]): string {
  const widgets = groupBy(pictures, ({ widget }) => widget);
  return `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <meta name="color-scheme" content="light dark" />
  <title>Every widget in every state</title>
  <style>
    body { margin: 1rem; font: 1rem / 1.5 system-ui, sans-serif; }
    .row { display: flex; flex-wrap: wrap; gap: 1rem; align-items: start; }
    figure { margin: 0; }
    img { display: block; border: 1px solid; max-inline-size: 100%; block-size: auto; zoom: 0.5; }
    figcaption { font-size: 0.875rem; }
  </style>
  <h1>Every widget in every state</h1>
  <nav>${[...widgets.keys()].map((widget) => `<a href="#${widget}">${widget}</a>`).join(' · ')}</nav>
${[...widgets].map(([widget, all]) => section(widget, all)).join('\n')}
</html>
`;
}

function section(widget: string, pictures: readonly Picture[]): string {
  const states = groupBy(pictures, ({ state }) => state);
  const rows = [...states].map(
    ([state, all]) => `  <h3>${state}</h3>\n  <div class="row">\n${all.map(figure).join('\n')}\n  </div>`,
  );
  return `  <h2 id="${widget}">${widget}</h2>\n${rows.join('\n')}`;
}

function figure({ file, widget, state, look, trouble }: Picture): string {
  const { width, scheme, forced } = look;
  const caption = [`${width} px`, forced ? 'forced colours' : scheme, trouble].filter(Boolean).join(', ');
  return `    <figure><a href="${file}"><img src="${file}" alt="${widget}, ${state}, ${caption}" loading="lazy" /></a>
      <figcaption>${caption}</figcaption></figure>`;
}

function groupBy(
  pictures: readonly Picture[],
  keyOf: (picture: Picture) => string,
): ReadonlyMap<string, readonly Picture[]> {
  const groups = new Map<string, Picture[]>();
  for (const picture of pictures)
    groups.set(keyOf(picture), [...(groups.get(keyOf(picture)) ?? []), picture]);
  return groups;
}
