package io.fleetcanary.lab.kill.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetcanary.lab.dataplane.http.Request;
import java.net.URLDecoder;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names a worker's queries of one cluster's metrics: for which activity, which metric, whose. */
record MetricsCalls(String cluster, Running running) implements Function<Request, String> {
  private static final Pattern METRIC = Pattern.compile("query=(\\w+)\\{");

  @Override
  public String apply(Request request) {
    String form = URLDecoder.decode(new String(request.body(), UTF_8), UTF_8);
    Matcher metric = METRIC.matcher(form);
    String what = metric.find() ? metric.group(1) : "something";
    String whose = form.contains("-canary-") ? "canary" : "stable";
    return "%s, %s: asks for %s of %s".formatted(cluster, running.at(cluster), what, whose);
  }
}
