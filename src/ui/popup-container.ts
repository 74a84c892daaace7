import { createContext } from "react";

/** The modal dialog that contains the component: popups outside of it would be behind it, and inert. Null outside of dialogs. */
export const PopupContainer = createContext<HTMLElement | null>(null);
