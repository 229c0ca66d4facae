package io.fleetcanary.lab.kill.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetcanary.lab.dataplane.http.Request;
import io.fleetcanary.lab.fault.Rule;
import java.net.URLDecoder;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a worker's calls to one cluster: for which activity, after how many writes of that, what.
 * So the same look before and after a write has two names.
 */
final class KubernetesCalls implements Function<Request, String> {
  private static final Pattern OBJECTS =
      Pattern.compile("/apis?/(?:[^/]+/)?v[^/]+/(?:namespaces/[^/]+/)?([a-z]+(?:/.*)?)");
  private static final Pattern SELECTOR = Pattern.compile("(?:label|field)Selector=([^&]*)");
  private static final Pattern POD = Pattern.compile("(pods/[^/]+)-[a-z0-9]{5}\\b");

  private final String cluster;
  private final Running running;
  private final Map<String, Integer> written = new TreeMap<>();

  KubernetesCalls(String cluster, Running running) {
    this.cluster = cluster;
    this.running = running;
  }

  @Override
  public synchronized String apply(Request request) {
    String activity = running.at(cluster);
    int before = written.getOrDefault(activity, 0);
    if (Rule.WRITES.contains(request.method())) {
      written.put(activity, before + 1);
    }
    return "%s, %s, %d written: %s %s"
        .formatted(cluster, activity, before, request.method(), what(request.target()));
  }

  /** A rollout begins. */
  synchronized void begin() {
    written.clear();
  }

  private static String what(String target) {
    String[] parts = target.split("\\?", 2);
    Matcher objects = OBJECTS.matcher(parts[0]);
    String path = objects.matches() ? objects.group(1) : parts[0];
    Matcher selector = SELECTOR.matcher(parts.length > 1 ? parts[1] : "");
    String chosen = selector.find() ? " " + URLDecoder.decode(selector.group(1), UTF_8) : "";
    return POD.matcher(path).replaceAll("$1-*") + chosen;
  }
}
