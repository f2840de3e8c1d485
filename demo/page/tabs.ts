/** Fills the navigation that a narrow window shows in place of panes side by side. */
export function showTabs(nav: HTMLElement, panes: readonly HTMLElement[]): void {
  const buttons = panes.map((pane) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = firstName(pane);
    button.addEventListener('click', () => choose(pane));
    followLine(pane, button);
    return button;
  });
  const choose = (chosen: HTMLElement): void => {
    panes.forEach((pane, index) => {
      pane.toggleAttribute('data-chosen', pane === chosen);
      buttons[index]!.setAttribute('aria-current', String(pane === chosen));
    });
  };
  nav.append(...buttons);
  choose(panes[0]!);
}

function firstName(pane: HTMLElement): string {
  return pane.querySelector('h2')!.textContent.split(' ')[0]!;
}

/** The dot on the tab says what the line in the pane says, which may be out of sight. */
function followLine(pane: HTMLElement, button: HTMLElement): void {
  const line = pane.querySelector<HTMLElement>('.line')!;
  const copy = (): void => void (button.dataset['state'] = line.dataset['state'] ?? '');
  new MutationObserver(copy).observe(line, { attributeFilter: ['data-state'] });
  copy();
}
