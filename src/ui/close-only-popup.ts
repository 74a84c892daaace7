/** For `hideOnEscape` of Ariakit's popups: without it, Escape would also close the native dialog around the popup. */
export function closeOnlyPopup(event: { preventDefault: () => void }): boolean {
  event.preventDefault();
  return true;
}
