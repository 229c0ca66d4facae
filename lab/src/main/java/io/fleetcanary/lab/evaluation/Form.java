package io.fleetcanary.lab.evaluation;

import io.fleetcanary.core.evidence.Dispersion.Noise;
import io.fleetcanary.core.evidence.RatioQuestion;

/** Which evidence. */
interface Form {
  /** What is asked of a metric that may be worse by so much, where so much is known of noise. */
  RatioQuestion question(double by, Noise noise);
}
