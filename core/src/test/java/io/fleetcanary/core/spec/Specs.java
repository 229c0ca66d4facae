package io.fleetcanary.core.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.Problem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Specs as plain trees, written as JSON with as few quotes as possible. */
public final class Specs {
  /** The four fields that nobody can leave out. */
  public static final String MINIMAL =
      """
      {service: 'chat', namespace: 'inference',
       revision: {name: 'v2', env: {MODEL_URI: 's3://models/2'}},
       waves: [{name: 'all', select: 'all'}]}
      """;

  /** The example of the design, without what is not built yet. */
  public static final String FULL =
      """
      {service: 'chat', namespace: 'inference',
       revision: {
         name: '2026.11.3',
         image: 'registry.example/vllm@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
         container: 'server',
         env: {MODEL_URI: 's3://models/chat/2026.11.3'},
         args: null},
       workload: {kind: 'Deployment', name: 'chat-v1'},
       traffic: {kind: 'HTTPRoute', name: 'chat.inference'},
       capacity: 'surge', promote: 'patch',
       readyWithin: '45m', drain: '90s',
       steps: [{weight: 5, bake: '10m'}, {weight: 25, bake: '10m'}, {weight: 50, bake: 'PT20M'}],
       waves: [
         {name: 'first', clusters: ['eu-1'], bake: '30m',
          approval: {by: ['release-managers'], within: '12h'}},
         {name: 'europe', select: {region: 'eu'}, parallel: 2},
         {name: 'rest', select: 'all', parallel: '25%', steps: [{weight: 20, bake: '5m'}]}],
       analysis: {
         every: '15s',
         metrics: [
           {name: 'errors', bad: 'http_requests_total{$track,status=~"5.."}',
            of: 'http_requests_total{$track}', max: '2%', worse: '10%'},
           {name: 'slow-first-token', histogram: 'vllm:time_to_first_token_seconds{$track}',
            above: '1s', worse: '10%', minRequests: 200},
           {name: 'gpu-load', query: 'avg(DCGM_FI_DEV_GPU_UTIL{$track})', max: 95, onTrial: true,
            compare: 'stable'},
           {name: 'queue', query: 'sum(queue_length)', scope: 'cluster', min: 0, max: 10.5}],
         alike: [
           {name: 'prompt-tokens', sum: 'vllm:request_prompt_tokens_sum{$track}',
            of: 'vllm:request_prompt_tokens_count{$track}', within: '20%'},
           {name: 'prefix-cache', sum: 'vllm:prefix_cache_hits_total{$track}',
            of: 'vllm:prefix_cache_queries_total{$track}', least: '80%',
            holds: ['slow-first-token']},
           {name: 'gpu-model', label: 'modelName', in: 'DCGM_FI_DEV_GPU_UTIL{$track}'}],
         inconclusive: 'rollBack'},
       failure: {scope: 'wave', budget: 1}}
      """;

  private static final ObjectMapper LOOSE =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private Specs() {}

  /** A plain tree. */
  public static @Nullable Object tree(String json) {
    try {
      return LOOSE.readValue(json, Object.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  /** The minimal spec with one field written otherwise, or left out when {@code json} is empty. */
  public static Map<String, @Nullable Object> with(String field, String json) {
    Map<String, @Nullable Object> spec = minimal();
    if (json.isEmpty()) {
      spec.remove(field);
    } else {
      spec.put(field, tree(json));
    }
    return spec;
  }

  public static Map<String, @Nullable Object> minimal() {
    Map<String, @Nullable Object> spec = new TreeMap<>();
    if (tree(MINIMAL) instanceof Map<?, ?> fields) {
      fields.forEach((name, value) -> spec.put(String.valueOf(name), value));
    }
    return spec;
  }

  /** A spec that is known to be right. */
  public static RolloutSpec valid(@Nullable Object tree) {
    return switch (SpecReader.read(tree)) {
      case Checked.Valid<RolloutSpec> valid -> {
        SpecSchema.agreesWith(List.of(), tree);
        yield valid.value();
      }
      case Checked.Invalid<RolloutSpec> invalid ->
          throw new AssertionError(invalid.problems().toString());
    };
  }

  /** All problems in words, none when the spec is right; editors must see it the same way. */
  public static List<String> problems(@Nullable Object tree) {
    List<String> problems = read(tree);
    SpecSchema.agreesWith(problems, tree);
    return problems;
  }

  private static List<String> read(@Nullable Object tree) {
    return switch (SpecReader.read(tree)) {
      case Checked.Valid<RolloutSpec> valid -> List.of();
      case Checked.Invalid<RolloutSpec> invalid ->
          invalid.problems().stream().map(Problem::toString).toList();
    };
  }
}
