package io.fleetcanary.core.spec;

import io.fleetcanary.core.document.Fields;
import io.fleetcanary.core.document.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads weights and how long each is watched. */
final class StepReader {
  private StepReader() {}

  static List<RolloutSpec.Step> read(Value value) {
    List<RolloutSpec.Step> steps = new ArrayList<>();
    int before = 0;
    for (Value item : value.items("steps")) {
      Fields fields = item.fields(WaveForm.STEP.names());
      Value written = fields.get("weight").required("write a percentage from 1 to 99, without %");
      Integer weight = weight(written);
      Duration bake =
          fields
              .get("bake")
              .required("say how long it is watched, e.g. 10m")
              .duration(Duration.ZERO, SpecReader.LONGEST);
      if (weight != null && weight <= before) {
        written.refuse(
            "must be above the step before, " + before + ", got " + weight,
            "raise it, or drop the step");
      }
      before = weight == null ? before : Math.max(before, weight);
      if (weight != null && bake != null) {
        steps.add(new RolloutSpec.Step(weight, bake));
      }
    }
    return steps;
  }

  private static @Nullable Integer weight(Value value) {
    if (value.raw() instanceof Number number && number.doubleValue() == 100) {
      value.refuse("must be below 100, got the number 100", "drop the step, promotion brings 100");
      return null;
    }
    return value.whole(1, 99);
  }
}
