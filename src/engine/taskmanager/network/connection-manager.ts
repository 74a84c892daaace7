// Links between this container and the other TaskManagers. For each peer there is at most one link that this side opened, over which its tasks
// read the peer's partitions; the peers open theirs. Flink: NettyConnectionManager, PartitionRequestClient and PartitionRequestServerHandler.

import { assertUnreachable } from "../../../base/assert.ts";
import { transferListOf } from "../../../core/batch.ts";
import type { Host, Link } from "../../host.ts";
import type { PeerSubtask } from "../../protocol/jobmanager-taskmanager.ts";
import { DATA_PROTOCOL, type ChannelId, type ToConsumer, type ToProducer } from "../../protocol/taskmanager-taskmanager.ts";
import { connectionLost } from "../error-info.ts";
import { CREDITS_PER_CHANNEL } from "./flow-control.ts";
import type { InputChannel } from "./input-channel.ts";
import type { PartitionManager, PartitionRequest } from "./partition-manager.ts";
import type { SubpartitionView } from "./subpartition.ts";

/** Opens channels for the tasks of this container and serves those of the others. */
export class ConnectionManager {
  readonly #host: Host;
  readonly #partitions: PartitionManager;
  readonly #connections = new Map<string, OutgoingConnection>();

  constructor(host: Host, partitions: PartitionManager) {
    this.#host = host;
    this.#partitions = partitions;
    host.onLink(DATA_PROTOCOL, (link) => serveConsumer(link, partitions));
  }

  /** Requests `id` from the TaskManager of `producer`, which may be this one. Elements come to `channel`, also its errors. */
  openChannel(id: ChannelId, producer: PeerSubtask, channel: InputChannel): void {
    const request =
      producer.container === this.#host.container
        ? this.#partitions.request(id, CREDITS_PER_CHANNEL, channel)
        : this.#connectionTo(producer).request(id, channel);
    channel.setRequest(request);
  }

  #connectionTo(producer: PeerSubtask): OutgoingConnection {
    const { container } = producer;
    const open = this.#connections.get(container);
    if (open !== undefined) return open;
    const connection = new OutgoingConnection(this.#host.connect(container, "data", DATA_PROTOCOL), producer, () =>
      this.#connections.delete(container),
    );
    this.#connections.set(container, connection);
    return connection;
  }
}

/** The consumer's side of a link. */
class OutgoingConnection {
  readonly #link: Link<ToConsumer, ToProducer>;
  readonly #producer: PeerSubtask;
  readonly #channels = new Map<string, InputChannel>();

  constructor(link: Link<ToConsumer, ToProducer>, producer: PeerSubtask, onClosed: () => void) {
    this.#link = link;
    this.#producer = producer;
    link.onMessage((message) => this.#receive(message));
    link.onClosed(() => {
      onClosed();
      this.#fail();
    });
  }

  request(id: ChannelId, channel: InputChannel): PartitionRequest {
    const key = channelKey(id);
    this.#channels.set(key, channel);
    this.#link.send({ type: "partition-request", channel: id, credit: CREDITS_PER_CHANNEL });
    return {
      addCredit: (credit, batchRecords) => this.#link.send({ type: "add-credit", channel: id, credit, batchRecords }),
      close: () => {
        this.#channels.delete(key);
        this.#link.send({ type: "close-channel", channel: id });
      },
    };
  }

  #receive(message: ToConsumer): void {
    // Of a channel whose task has ended, elements may still be on their way.
    const channel = this.#channels.get(channelKey(message.channel));
    if (channel === undefined) return;
    switch (message.type) {
      case "element":
        channel.deliver(message.element, message.sequence);
        return;
      case "partition-released":
        channel.released();
        return;
      default:
        assertUnreachable(message);
    }
  }

  #fail(): void {
    const channels = [...this.#channels.values()];
    this.#channels.clear();
    const { container, dataPort, taskManagerId } = this.#producer;
    for (const channel of channels) channel.fail(connectionLost(`${container}:${dataPort}`, taskManagerId));
  }
}

/** The producer's side of a link: answers one consumer's TaskManager until the link closes. */
function serveConsumer(link: Link<ToProducer, ToConsumer>, partitions: PartitionManager): void {
  const requests = new Map<string, PartitionRequest>();
  link.onMessage((message) => {
    const key = channelKey(message.channel);
    switch (message.type) {
      case "partition-request":
        requests.set(key, partitions.request(message.channel, message.credit, new RemoteView(link, message.channel)));
        return;
      case "add-credit":
        requests.get(key)?.addCredit(message.credit, message.batchRecords);
        return;
      case "close-channel":
        requests.get(key)?.close();
        requests.delete(key);
        return;
      default:
        assertUnreachable(message);
    }
  });
  link.onClosed(() => {
    for (const request of requests.values()) request.close();
    requests.clear();
  });
}

/** A consumer at the other end of a link. */
class RemoteView implements SubpartitionView {
  readonly #link: Link<ToProducer, ToConsumer>;
  readonly #channel: ChannelId;

  constructor(link: Link<ToProducer, ToConsumer>, channel: ChannelId) {
    this.#link = link;
    this.#channel = channel;
  }

  deliver(element: ToConsumerElement, sequence: number, backlog: number): void {
    const transfer = element.type === "batch" ? transferListOf(element.batch) : [];
    this.#link.send({ type: "element", channel: this.#channel, sequence, element, backlog }, transfer);
  }

  released(): void {
    this.#link.send({ type: "partition-released", channel: this.#channel });
  }
}

type ToConsumerElement = Extract<ToConsumer, { type: "element" }>["element"];

function channelKey({ producer, partitionIndex, consumer }: ChannelId): string {
  return `${producer}/${partitionIndex}/${consumer}`;
}
