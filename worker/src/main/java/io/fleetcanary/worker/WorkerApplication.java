package io.fleetcanary.worker;

import java.io.Closeable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Runs a worker until it is told to stop. */
@SpringBootApplication(proxyBeanMethods = false)
public class WorkerApplication {
  public static void main(String[] args) {
    SpringApplication.run(WorkerApplication.class, args);
  }

  /**
   * Starts one inside of another program, whose own end does not end it. Returns when it begins to
   * look for Temporal.
   *
   * @param args as {@link #main} takes them
   * @return what ends it
   */
  public static Closeable start(String... args) {
    SpringApplication application = new SpringApplication(WorkerApplication.class);
    application.setRegisterShutdownHook(false);
    return application.run(args);
  }
}
