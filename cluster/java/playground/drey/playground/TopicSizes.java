package drey.playground;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.common.errors.RetriableException;

/** How large the topics are on the broker's disk. */
class TopicSizes {

  /** Bytes by topic; empty while the broker is away. */
  static Map<String, Long> of(Admin admin) throws InterruptedException, ExecutionException {
    Map<String, Long> bytes = new HashMap<>();
    try {
      int broker = admin.describeCluster().nodes().get().iterator().next().id();
      for (LogDirDescription directory : admin.describeLogDirs(java.util.List.of(broker)).allDescriptions().get().get(broker).values()) {
        directory.replicaInfos().forEach((partition, replica) -> bytes.merge(partition.topic(), replica.size(), Long::sum));
      }
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof RetriableException)) {
        throw e;
      }
    }
    return bytes;
  }

  private TopicSizes() {}
}
