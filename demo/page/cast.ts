/** One pane of the demo and the person in it. Its name also names its connection and the person's portrait. */
export interface Role {
  readonly pane: 'marie' | 'irene' | 'camille' | 'pierre';
  readonly person: string;
  readonly email: string;
  /** What this pane is for, in a few words. */
  readonly note: string;
  /** What the pane shows: the timeline alone, or a site of its own that embeds it. */
  readonly shows: 'timeline' | 'site';
}

/** The timeline that everybody looks at: Marie Curie's. */
export const MARIE_ID = '00000000-0000-4000-8000-000000000001';

/** The password of every account in the demo. */
export const PASSWORD = 'radium-1898';

/** Who plays, in the order of the panes. */
export const CAST: readonly Role[] = [
  {
    pane: 'marie',
    person: 'Marie Curie',
    email: 'marie@curie.test',
    note: 'This timeline is hers.',
    shows: 'timeline',
  },
  {
    pane: 'irene',
    person: 'Irène Joliot-Curie',
    email: 'irene@curie.test',
    note: 'Her daughter, who may edit.',
    shows: 'timeline',
  },
  {
    pane: 'pierre',
    person: 'Pierre Curie',
    email: 'pierre@curie.test',
    note: 'His site has markup of its own.',
    shows: 'site',
  },
  {
    pane: 'camille',
    person: 'Camille Durand',
    email: 'camille@stranger.test',
    note: 'A stranger. Nothing is sent to her.',
    shows: 'timeline',
  },
];
