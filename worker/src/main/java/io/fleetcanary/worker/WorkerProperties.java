package io.fleetcanary.worker;

import io.fleetcanary.activity.journal.JournalDatabase;
import io.fleetcanary.worker.report.ReportFolder;
import io.fleetcanary.worker.temporal.SweepSchedule;
import io.fleetcanary.workflow.TaskQueues;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.fleetcanary.workflow.client.UiLink;
import io.fleetcanary.workflow.sweep.Sweep.Policy;
import io.fleetcanary.workflow.sweep.Sweep.SweepOrder;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What differs from one installation to another. An unknown property under {@code fleetcanary} in a
 * file stops the start.
 *
 * @param temporal where Temporal is
 * @param fleet the fleet file; default {@code fleet.yaml} in the working directory
 * @param queues which queues this process serves: {@code fleetcanary}, the central one (default),
 *     and names of clusters' own queues
 * @param slots how much is done at once
 * @param drain how long running activities have to end after SIGTERM, 0 s to 10 min; default 20 s,
 *     which with the 5 s after it fits into the 30 s that Kubernetes gives a pod
 * @param sweep how services are found whose rollout is gone
 * @param policy the policy file; default none, which allows everything to anybody
 * @param journal where what was decided is kept
 * @param notifications who is told what becomes of rollouts
 */
@Validated
@ConfigurationProperties(prefix = "fleetcanary", ignoreUnknownFields = false)
public record WorkerProperties(
    @Valid @DefaultValue Temporal temporal,
    @DefaultValue("fleet.yaml") Path fleet,
    @NotEmpty @DefaultValue("fleetcanary") List<@NotBlank String> queues,
    @Valid @DefaultValue Limits slots,
    @DurationMin @DurationMax(minutes = 10) @DefaultValue("20s") Duration drain,
    @Valid @DefaultValue Sweeping sweep,
    @Nullable Path policy,
    @Valid @DefaultValue Journaling journal,
    @Valid @DefaultValue Notifying notifications) {
  public WorkerProperties {
    queues = List.copyOf(queues);
  }

  /** Whether this process serves more than clusters' own queues. */
  boolean central() {
    return queues.contains(TaskQueues.CENTRAL);
  }

  /** The sweep's schedule, which is the central worker's to create. */
  Optional<SweepSchedule> sweeps() {
    return central() ? sweep.schedule() : Optional.empty();
  }

  Polling polling() {
    return new Polling(queues, slots.slots());
  }

  /**
   * Where Temporal is. The variables of Temporal's own tools are the defaults: {@code
   * TEMPORAL_ADDRESS}, {@code TEMPORAL_NAMESPACE}, {@code TEMPORAL_API_KEY}.
   *
   * @param target {@code host:port}; default {@code 127.0.0.1:7233}
   * @param namespace default {@code default}
   * @param apiKey bearer token; default none
   * @param tls how the connection is encrypted
   * @param ui address of Temporal's UI, to which notifications link; default {@code
   *     TEMPORAL_UI_URL}, else guessed from {@code target}
   */
  public record Temporal(
      @Pattern(regexp = "[^\\s/]+:[0-9]{1,5}", message = "must be host:port")
          @DefaultValue(TemporalConnection.DEFAULT_TARGET)
          String target,
      @NotBlank @DefaultValue(TemporalConnection.DEFAULT_NAMESPACE) String namespace,
      @DefaultValue("") String apiKey,
      @Valid @DefaultValue Tls tls,
      @DefaultValue("") String ui) {
    TemporalConnection connection() {
      return new TemporalConnection(target, namespace, apiKey, tls.tls());
    }

    UiLink link() {
      return new UiLink(connection(), Optional.of(ui).filter(address -> !address.isBlank()));
    }

    /** Never shows the key. */
    @Override
    public String toString() {
      return target + ", namespace " + namespace;
    }
  }

  /**
   * Encryption; any setting, or an API key, turns it on. Files are PEM.
   *
   * @param enabled default false; with nothing else set the JDK's authorities are trusted
   * @param authorityFile authorities that may sign the server's certificate; default the JDK's
   * @param certificateFile the client's certificate; default none
   * @param keyFile its key, PKCS #8; default none
   * @param serverName name that the server's certificate must carry; default the target's host
   */
  public record Tls(
      @DefaultValue("false") boolean enabled,
      @DefaultValue("") String authorityFile,
      @DefaultValue("") String certificateFile,
      @DefaultValue("") String keyFile,
      @DefaultValue("") String serverName) {
    io.fleetcanary.workflow.client.Tls tls() {
      return new io.fleetcanary.workflow.client.Tls(
          enabled, authorityFile, certificateFile, keyFile, serverName);
    }
  }

  /**
   * How services are found that a rollout holds which nobody runs any more.
   *
   * @param namespaces Kubernetes namespaces in which is looked; default none, which sweeps nothing
   * @param every how often, 1 min or more; default 5 min
   * @param grace how long a service must stay without a rollout; default 10 min
   * @param policy {@code tell} a person, the default, or {@code restore}
   */
  public record Sweeping(
      @DefaultValue List<@NotBlank String> namespaces,
      @DurationMin(minutes = 1) @DefaultValue("5m") Duration every,
      @DurationMin @DefaultValue("10m") Duration grace,
      @DefaultValue("tell") Policy policy) {
    public Sweeping {
      namespaces = List.copyOf(namespaces);
    }

    /** Empty where nothing is swept. */
    Optional<SweepSchedule> schedule() {
      return namespaces.isEmpty()
          ? Optional.empty()
          : Optional.of(new SweepSchedule(every, new SweepOrder(namespaces, grace, policy)));
    }
  }

  /**
   * Where what was decided is kept. The central worker opens it when it first writes or reads.
   *
   * @param enabled default true
   * @param url of a database; default a file of H2's in the working directory. PostgreSQL, where
   *     several central workers share it: {@code jdbc:postgresql://host/database}. Credentials go
   *     into {@code user} and {@code password} only
   * @param user of the database; default none
   * @param password of that user; default none
   * @param reports folder for a report at every end; default {@code fleetcanary-reports} in the
   *     working directory; empty for none
   */
  public record Journaling(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("jdbc:h2:file:./fleetcanary-journal;DB_CLOSE_DELAY=10") String url,
      @DefaultValue("") String user,
      @DefaultValue("") String password,
      @DefaultValue("fleetcanary-reports") String reports) {
    JournalDatabase database() {
      return new JournalDatabase(url, user, password);
    }

    Optional<ReportFolder> reportFolder() {
      return Optional.of(reports)
          .filter(folder -> !folder.isBlank())
          .map(folder -> new ReportFolder(Path.of(folder)));
    }

    /** Never shows the password. */
    @Override
    public String toString() {
      return enabled ? url : "none";
    }
  }

  /**
   * How much is done at once, see {@link Slots}.
   *
   * @param workflowTasks per process, 2 or more; default 100
   * @param forward activities per queue; default 1200
   * @param back activities per rollback queue, reserved; default 1200
   * @param cachedWorkflows per process; default 2000
   */
  public record Limits(
      @Min(2) @DefaultValue("100") int workflowTasks,
      @Positive @DefaultValue("1200") int forward,
      @Positive @DefaultValue("1200") int back,
      @PositiveOrZero @DefaultValue("2000") int cachedWorkflows) {
    Slots slots() {
      return new Slots(workflowTasks, forward, back, cachedWorkflows);
    }
  }
}
