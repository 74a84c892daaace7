/** Whether the browser shows notifications of this page. `default`: it has not asked yet. */
export type NotifierPermission = NotificationPermission | "unsupported";

/** What a notification says. */
export type Notice = {
  readonly title: string;
  readonly body: string;
  /** A later notification with the same tag replaces this one, also that of another tab. */
  readonly tag: string;
  readonly onPress: () => void;
};

/** The browser's notifications. Tests have their own. */
export interface Notifier {
  permission(): NotifierPermission;
  /** Asks the user, unless an answer is known. Needs a press. */
  request(): Promise<NotifierPermission>;
  /** Does nothing without permission. */
  show(notice: Notice): void;
}

/** The notifications of this browser. Pages over plain HTTP, except on localhost, have none. */
export const browserNotifier: Notifier = {
  permission: () => (isSupported() ? Notification.permission : "unsupported"),
  request: async () => (isSupported() ? Notification.requestPermission() : "unsupported"),
  show({ title, body, tag, onPress }) {
    if (!isSupported() || Notification.permission !== "granted") return;
    try {
      const notification = new Notification(title, { body, tag });
      notification.addEventListener("click", () => {
        window.focus();
        notification.close();
        onPress();
      });
    } catch {
      // Chrome on Android shows only those of a service worker. The badge in the title remains.
    }
  },
};

function isSupported(): boolean {
  return window.isSecureContext && "Notification" in window;
}
