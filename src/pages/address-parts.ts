import { useMemo } from "react";
import { useLocation } from "react-router";

/**
 * The parts of the page's address between slashes, each decoded once. The router's own parameters
 * decode an id that contains `%2F` a second time.
 */
export function useAddressParts(): readonly string[] {
  const { pathname } = useLocation();
  return useMemo(() => addressParts(pathname), [pathname]);
}

/** See {@link useAddressParts}. A part that is not properly encoded stays as it is. */
export function addressParts(pathname: string): readonly string[] {
  return pathname
    .split("/")
    .slice(1)
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        // Typed by hand, such as "100%".
        return part;
      }
    });
}
