package io.fleetcanary.lab.scene;

import io.fleetcanary.activity.cluster.Clusters;
import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.lab.process.InProcessTemporal;
import io.fleetcanary.worker.FleetRegistration;
import io.fleetcanary.worker.Polling;
import io.fleetcanary.worker.Registration;
import io.fleetcanary.worker.WorkerRuntime;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A worker of which one activity does something else than it should; with a Temporal of its own.
 */
final class Mutant implements AutoCloseable {
  private final InProcessTemporal temporal;
  private final WorkflowServiceStubs stubs;
  private final Clusters clusters;
  private final WorkflowClient client;
  private final WorkerRuntime worker;

  /** Starts it. */
  Mutant(LabFleet fleet, Wrong wrong) {
    temporal = InProcessTemporal.preferring(17300);
    TemporalConnection connection =
        TemporalConnection.plain(temporal.address(), TemporalConnection.DEFAULT_NAMESPACE);
    stubs = WorkflowServiceStubs.newServiceStubs(connection.options().build());
    client = connection.client(stubs);
    clusters = new Clusters(fleet.inventory());
    Registration right = FleetRegistration.of(fleet.inventory(), clusters);
    worker =
        new WorkerRuntime(client, mutated(right, wrong), Polling.everything(fleet.inventory()));
    worker.start();
  }

  WorkflowClient client() {
    return client;
  }

  private static Registration mutated(Registration right, Wrong wrong) {
    return new Registration(
        right.workflows(),
        mutated(right.planning(), wrong),
        mutated(right.forward(), wrong),
        mutated(right.back(), wrong));
  }

  private static List<Object> mutated(List<Object> activities, Wrong wrong) {
    return activities.stream().map(right -> mutated(right, wrong)).toList();
  }

  private static Object mutated(Object right, Wrong wrong) {
    Class<?>[] contracts = right.getClass().getInterfaces();
    return Proxy.newProxyInstance(
        Mutant.class.getClassLoader(),
        contracts,
        (proxy, method, arguments) ->
            method.getDeclaringClass() == Object.class
                ? method.invoke(right, arguments)
                : wrong.instead(new Call(right, method, arguments[0])));
  }

  @Override
  public void close() {
    worker.stop(Duration.ofSeconds(1));
    clusters.close();
    stubs.shutdownNow();
    temporal.close();
  }

  /** What happens instead of an activity. */
  interface Wrong {
    @Nullable Object instead(Call call) throws Throwable;
  }

  /** An activity that is called; each takes one argument. */
  record Call(Object activity, Method method, Object argument) {
    /** Whether it is this one. */
    boolean of(String name) {
      return method.getName().equals(name);
    }

    /** What it should do. */
    @Nullable Object right() throws Throwable {
      return with(argument);
    }

    /** What it should do, for something else. */
    @Nullable Object with(Object other) throws Throwable {
      try {
        return method.invoke(activity, other);
      } catch (InvocationTargetException failure) {
        throw failure.getTargetException();
      }
    }
  }
}
