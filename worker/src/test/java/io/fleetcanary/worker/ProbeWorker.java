package io.fleetcanary.worker;

import io.fleetcanary.worker.Probe.Quick;
import io.temporal.activity.Activity;
import java.util.concurrent.locks.LockSupport;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/** A worker process whose every activity takes two seconds, and says when it begins. */
@EnableAutoConfiguration
@Import(WorkerConfiguration.class)
class ProbeWorker {
  static final String BEGUN = "probe: activity begun";

  public static void main(String[] args) {
    SpringApplication.run(ProbeWorker.class, args);
  }

  @Bean
  @Primary
  Registration probe() {
    return Probe.registration(new TwoSeconds(), new Quick("back"));
  }

  private static final class TwoSeconds implements Probe.Work {
    @Override
    public String work() {
      System.out.println(BEGUN);
      long end = System.nanoTime() + 2_000_000_000;
      while (System.nanoTime() < end) {
        Activity.getExecutionContext().heartbeat("still here");
        LockSupport.parkNanos(100_000_000);
      }
      return "ended";
    }
  }
}
