import type { Role } from './cast.ts';

/** How a connection misbehaves, as the demo's server tells and takes it. */
interface Faults {
  cut: boolean;
  latency: number;
}

const SLOW_MS = 2_000;

/** Connects the switches of a pane with the proxy that its connection goes through. */
export function wireFaults(group: HTMLElement, { pane, person }: Role): void {
  group.setAttribute('aria-label', `Connection of ${person}`);
  const cut = group.querySelector<HTMLInputElement>('[name=cut]')!;
  const slow = group.querySelector<HTMLInputElement>('[name=slow]')!;
  const show = (faults: Faults): void => {
    cut.checked = faults.cut;
    slow.checked = faults.latency > 0;
  };
  const send = async (wish?: object): Promise<void> => show(await steer(pane, wish));
  cut.addEventListener('change', () => void send({ cut: cut.checked }));
  slow.addEventListener('change', () => void send({ latency: slow.checked ? SLOW_MS : 0 }));
  group.querySelector('[name=drop]')!.addEventListener('click', () => void send({ drop: true }));
  void send();
}

async function steer(pane: string, wish?: object): Promise<Faults> {
  const request: RequestInit = wish ? { method: 'POST', body: JSON.stringify(wish) } : {};
  return (await fetch(`/faults/${pane}`, request)).json() as Promise<Faults>;
}
