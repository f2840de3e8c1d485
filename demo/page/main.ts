import { CAST } from './cast.ts';
import { copyLine } from './line.ts';
import { buildPane, type PaneSettings } from './pane.ts';
import { showTabs } from './tabs.ts';

/** What the demo's server says under `/demo.json`. */
interface Settings {
  key: string;
  urls: Record<string, string>;
}

const response = await fetch('/demo.json');
const { key, urls } = (await response.json()) as Settings;
const stage = document.querySelector('.stage')!;

const panes = CAST.map((role) => {
  const settings: PaneSettings = { url: urls[role.pane]!, key };
  return { element: buildPane(role, settings), name: role.person.split(' ')[0]! };
});
stage.append(...panes.map(({ element }) => element));
const { buttons } = showTabs(document.querySelector('.people')!, panes);
panes.forEach(({ element }, index) => copyLine(element, buttons[index]!));
