package io.fleetcanary.lab.embedded.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.zip.CRC32;

/** Pod templates and the label that tells pods of different templates apart. */
final class Templates {
  static final String HASH = "pod-template-hash";

  private Templates() {}

  /** A short word that is the same for the same template. */
  static String hash(PodTemplateSpec template) {
    CRC32 crc = new CRC32();
    crc.update(Serialization.asYaml(template).getBytes(UTF_8));
    return Long.toString(crc.getValue(), 36);
  }

  static PodTemplateSpec withHash(PodTemplateSpec template, String hash) {
    return new PodTemplateSpecBuilder(template)
        .editOrNewMetadata()
        .addToLabels(HASH, hash)
        .endMetadata()
        .build();
  }

  /** Whether both are the same but for the hash. */
  static boolean same(PodTemplateSpec one, PodTemplateSpec other) {
    return withoutHash(one).equals(withoutHash(other));
  }

  private static PodTemplateSpec withoutHash(PodTemplateSpec template) {
    return new PodTemplateSpecBuilder(template)
        .editOrNewMetadata()
        .removeFromLabels(HASH)
        .endMetadata()
        .build();
  }
}
