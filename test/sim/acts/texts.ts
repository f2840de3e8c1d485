import type { Simulation } from '../simulation.ts';

/** The columns that people write. */
const FIELDS = ['title', 'description', 'location', 'tags'] as const;

/** New texts for some fields, by the bits of a number. */
export function patch({ text, world: { chance } }: Simulation, bits: number): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [bit, field] of FIELDS.entries())
    if (bits & (1 << bit)) {
      const fresh = text();
      values[field] =
        field === 'tags'
          ? [fresh]
          : field === 'description'
            ? fresh.padEnd(chance.between(4, 12), '.')
            : fresh;
    }
  return values;
}

/** Whether people write texts into this column. */
export function isText(field: string): boolean {
  return (FIELDS as readonly string[]).includes(field);
}

/** Another text for a column, in the place of one that was refused. */
export function amended({ text }: Simulation, field: string): unknown {
  return field === 'tags' ? [text()] : text();
}
