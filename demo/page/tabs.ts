/** Something to choose, and its name in the navigation. */
export interface Tab {
  readonly element: HTMLElement;
  readonly name: string;
}

/** A navigation that shows one thing in place of several. */
export interface Tabs {
  readonly buttons: readonly HTMLElement[];
  choose(element: HTMLElement): void;
}

/** Fills a navigation; what is chosen, at first the first, carries `data-chosen`. The style says where the others are hidden. */
export function showTabs(nav: HTMLElement, tabs: readonly Tab[]): Tabs {
  const buttons = tabs.map(({ element, name }) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = name;
    button.addEventListener('click', () => choose(element));
    return button;
  });
  const choose = (chosen: HTMLElement): void => {
    tabs.forEach(({ element }, index) => {
      element.toggleAttribute('data-chosen', element === chosen);
      buttons[index]!.setAttribute('aria-current', String(element === chosen));
    });
  };
  nav.append(...buttons);
  choose(tabs[0]!.element);
  return { buttons, choose };
}
