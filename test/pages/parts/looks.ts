/** What runs in a page and looks at widgets as a person would see them. Nothing here relies on what pages like to change. */

/** How many pieces of text the widgets show, and which of them are hard to read, and why. */
export function looks(): { pieces: number; unreadable: string[] } {
  const pixel = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
  const paint = (color: string): void => {
    pixel.fillStyle = color;
    pixel.fillRect(0, 0, 1, 1);
  };
  const luminance = (): number => {
    const { data } = pixel.getImageData(0, 0, 1, 1);
    const linear = (byte: number): number =>
      byte <= 10 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4;
    return 0.2126 * linear(data[0]!) + 0.7152 * linear(data[1]!) + 0.0722 * linear(data[2]!);
  };
  const behind = (element: Element): Element[] => {
    const around = element.assignedSlot ?? element.parentElement;
    const host = around ?? (element.getRootNode() as Partial<ShadowRoot>).host;
    return host ? [...behind(host), element] : [element];
  };
  /** Everything behind the text is painted, then the text itself. */
  const contrast = (element: Element): number => {
    paint('white');
    for (const one of behind(element)) paint(getComputedStyle(one).backgroundColor);
    const ground = luminance();
    paint(getComputedStyle(element).webkitTextFillColor);
    const ink = luminance();
    return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
  };
  const faultsOf = (element: Element): string => {
    const { fontSize, lineHeight, letterSpacing, textIndent, textShadow, textTransform } =
      getComputedStyle(element);
    const size = Number.parseFloat(fontSize);
    const faults: [boolean, string][] = [
      [size < 10, fontSize],
      [Number.parseFloat(lineHeight) < size * 0.99, `line-height ${lineHeight}`],
      [Number.parseFloat(letterSpacing) < -0.2, `letter-spacing ${letterSpacing}`],
      [textIndent !== '0px', `text-indent ${textIndent}`],
      [textShadow !== 'none', `text-shadow ${textShadow}`],
      [textTransform !== 'none', textTransform],
      [contrast(element) < 4.5, `contrast ${contrast(element).toFixed(1)}`],
    ];
    return faults
      .filter(([is]) => is)
      .map(([, what]) => what)
      .join(', ');
  };
  const isShown = (element: Element): boolean =>
    [...element.childNodes].some((node) => node.nodeType === 3 && /\S/.test(node.nodeValue ?? '')) &&
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    element.getBoundingClientRect().width > 1;
  const shown = [...document.querySelectorAll('*')]
    .flatMap((host) => [...(host.shadowRoot?.querySelectorAll('*') ?? [])])
    .filter(isShown);
  const unreadable = shown
    .map((element) => [
      faultsOf(element),
      `${element.localName}.${element.className} “${element.textContent.trim()}”`,
    ])
    .filter(([faults]) => faults !== '')
    .map(([faults, what]) => `${what}: ${faults}`);
  return { pieces: shown.length, unreadable };
}

/** Focuses a button in a widget, and tells how that is to be seen. */
export function ringOf(widget: string): { style: string; width: string } {
  const inside = document.querySelector(widget)!.shadowRoot!;
  inside.querySelector<HTMLElement>('button:not([tabindex="-1"], :disabled)')!.focus();
  const { outlineStyle, outlineWidth } = getComputedStyle(inside.activeElement!);
  return { style: outlineStyle, width: outlineWidth };
}

/** The ids and names in the document itself. */
export function namesInDocument(): string[] {
  return [...document.querySelectorAll('[id], [name]')].flatMap((element) =>
    ['id', 'name'].map((name) => element.getAttribute(name) ?? '').filter((name) => name !== ''),
  );
}

/** What can be enumerated on the prototypes that everybody shares, in the order in which the hostile page notes it. */
export function extensions(): string[] {
  return [Object, Array, String, Function].map((one) => Object.keys(one.prototype as object).join());
}

/** What the hostile page has counted. */
export function counted(): { requests: number; tags: string[]; extensions: string[] } {
  return (window as unknown as { counted: ReturnType<typeof counted> }).counted;
}
