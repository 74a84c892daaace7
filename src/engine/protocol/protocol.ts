/**
 * What two containers say to each other over a link. The container that opens the link sends `ToAcceptor`, the one that it dials sends `ToOpener`.
 * The name travels with the link, the types are known to the compiler only.
 */
export interface Protocol<ToAcceptor, ToOpener> {
  /** Unique among the protocols: the name of its file. */
  readonly name: string;
  /** Never set: ties the message types to the object. */
  readonly messages?: { readonly toAcceptor: ToAcceptor; readonly toOpener: ToOpener };
}

/** Defines a protocol. To be called once for each name. */
export function defineProtocol<ToAcceptor, ToOpener>(name: string): Protocol<ToAcceptor, ToOpener> {
  return { name };
}
