/** One pane of the demo and the person in it. Its name also names its connection and the person's portrait. */
export interface Role {
  readonly pane: 'marie' | 'irene' | 'camille' | 'pierre';
  readonly person: string;
  readonly email: string;
  /** What this pane is for, in a few words. */
  readonly note: string;
  /** What the pane shows: the family's page with everything, a site of its own that embeds the timeline, or that alone. */
  readonly shows: 'family' | 'site' | 'timeline';
}

/** The timeline that everybody looks at: Marie Curie's. */
export const MARIE_ID = '00000000-0000-4000-8000-000000000001';

/** The conversation in which Marie and Irène talk with the interviewer. */
export const INTERVIEW_ID = '00000000-0000-4000-8006-000000000001';

/** An event with comments, for a start: the shed. */
export const FIRST_EVENT = {
  id: '00000000-0000-4000-8001-000000000035',
  title: 'Tonnes of pitchblende in a shed',
};

/** The password of every account in the demo. */
export const PASSWORD = 'radium-1898';

/** Who plays, in the order of the panes. */
export const CAST: readonly Role[] = [
  {
    pane: 'marie',
    person: 'Marie Curie',
    email: 'marie@curie.test',
    note: 'This timeline is hers.',
    shows: 'family',
  },
  {
    pane: 'irene',
    person: 'Irène Joliot-Curie',
    email: 'irene@curie.test',
    note: 'Her daughter, who may edit.',
    shows: 'family',
  },
  {
    pane: 'pierre',
    person: 'Pierre Curie',
    email: 'pierre@curie.test',
    note: 'His site has its own markup.',
    shows: 'site',
  },
  {
    pane: 'camille',
    person: 'Camille Durand',
    email: 'camille@stranger.test',
    note: 'A stranger: nothing is sent.',
    shows: 'timeline',
  },
];
