package io.fleetcanary.lab.dataplane;

import java.time.Duration;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** What a model server has counted since it started, in Prometheus text format. */
final class ModelMetrics {
  /** Upper edges of the buckets, seconds, as the exposition writes them. */
  private static final double[] EDGES = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5};

  private final SortedMap<Integer, LongAdder> requests = new ConcurrentSkipListMap<>();
  private final LongAdder[] buckets = new LongAdder[EDGES.length + 1];
  private final LongAdder nanos = new LongAdder();
  private final LongAdder promptTokens = new LongAdder();

  ModelMetrics() {
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = new LongAdder();
    }
  }

  /** Counts one answer; only good ones have read a prompt, and have a first token. */
  void count(int status, Duration firstToken, int prompt) {
    requests.computeIfAbsent(status, code -> new LongAdder()).increment();
    if (status == 200) {
      promptTokens.add(prompt);
      buckets[bucket(firstToken)].increment();
      nanos.add(firstToken.toNanos());
    }
  }

  private static int bucket(Duration time) {
    double seconds = time.toNanos() / 1e9;
    int bucket = 0;
    while (bucket < EDGES.length && seconds > EDGES[bucket]) {
      bucket++;
    }
    return bucket;
  }

  /** The exposition; {@code gpuLoad} in percent is the one thing that is not counted but told. */
  String expose(double gpuLoad) {
    StringBuilder text = new StringBuilder(2048);
    text.append("# TYPE http_requests_total counter\n");
    requests.forEach(
        (status, count) ->
            text.append("http_requests_total{status=\"%d\"} %d\n".formatted(status, count.sum())));
    exposeHistogram(text);
    text.append("# TYPE DCGM_FI_DEV_GPU_UTIL gauge\n");
    text.append("DCGM_FI_DEV_GPU_UTIL{gpu=\"0\"} ").append(gpuLoad).append('\n');
    return text.toString();
  }

  private void exposeHistogram(StringBuilder text) {
    String name = "vllm:time_to_first_token_seconds";
    text.append("# TYPE ").append(name).append(" histogram\n");
    long total = 0;
    for (int i = 0; i < buckets.length; i++) {
      total += buckets[i].sum();
      String edge = i < EDGES.length ? edge(EDGES[i]) : "+Inf";
      text.append(name).append("_bucket{le=\"").append(edge).append("\"} ");
      text.append(total).append('\n');
    }
    text.append(name).append("_sum ").append(nanos.sum() / 1e9).append('\n');
    text.append(name).append("_count ").append(total).append('\n');
    text.append("vllm:request_prompt_tokens_sum ").append(promptTokens.sum()).append('\n');
    text.append("vllm:request_prompt_tokens_count ").append(total).append('\n');
  }

  /** As Python's and Go's clients write it: {@code 1.0}, {@code 0.005}. */
  private static String edge(double seconds) {
    return Double.toString(seconds);
  }
}
