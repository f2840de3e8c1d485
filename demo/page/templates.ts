/** A fresh copy of the one element in the `<template>` with that id. */
export function fromTemplate(id: string): HTMLElement {
  const template = document.querySelector<HTMLTemplateElement>(`template#${id}`)!;
  return document.importNode(template.content.firstElementChild as HTMLElement, true);
}
