package io.fleetcanary.lab.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartsTest {
  @Test
  void saysHowToInstallWhatIsMissing(@TempDir Path empty) {
    assertThatThrownBy(() -> new Parts(empty).program("etcd"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the real bench must be installed by lab/real/install, got nothing at "
                + empty.resolve("bin/etcd"));
  }

  @Test
  void looksWhereTheInstallScriptPutsThings() {
    assertThat(Parts.cacheFolder(Map.of("FLEETCANARY_CACHE", "/a", "XDG_CACHE_HOME", "/b")))
        .isEqualTo(Path.of("/a"));
    assertThat(Parts.cacheFolder(Map.of("XDG_CACHE_HOME", "/b", "HOME", "/c")))
        .isEqualTo(Path.of("/b/fleetcanary"));
    assertThat(Parts.cacheFolder(Map.of("HOME", "/c"))).isEqualTo(Path.of("/c/.cache/fleetcanary"));
  }
}
