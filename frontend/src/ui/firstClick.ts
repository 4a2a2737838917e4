/** The second click of a double click, or a later one. A key and most assistive technology count no clicks: 0. */
export function isRepeated({ detail }: { readonly detail: number }): boolean {
  return detail > 1;
}

/** For a button that gives way to another: the second click of a double click would press that one. */
export function firstClick(act: () => void): (click: { readonly detail: number }) => void {
  return (click) => {
    if (!isRepeated(click)) act();
  };
}
