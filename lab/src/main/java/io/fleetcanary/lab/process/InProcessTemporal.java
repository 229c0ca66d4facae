package io.fleetcanary.lab.process;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.internal.testservice.GRPCServerHelper;
import io.temporal.internal.testservice.TestServicesStarter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Temporal's test server on a port of 127.0.0.1, in real time. It differs from {@link
 * io.temporal.testserver.TestServer} in one thing: a decision that cancels what ends in the
 * meantime does not leave its run hanging.
 */
public final class InProcessTemporal implements AutoCloseable {
  private static final long CLOSING_SECONDS = 5;

  private final int port;
  private final TestServicesStarter services;
  private final Server server;
  private final ManagedChannel itself;

  private InProcessTemporal(
      int port, TestServicesStarter services, Server server, ManagedChannel itself) {
    this.port = port;
    this.services = services;
    this.server = server;
    this.itself = itself;
  }

  /**
   * Starts one. One at a time, because a port is free for all who ask until somebody listens.
   *
   * @param wanted the port, if it is free
   */
  public static synchronized InProcessTemporal preferring(int wanted) {
    int port = LoopbackPort.preferring(wanted);
    TestServicesStarter services = new TestServicesStarter(true, 0);
    ServerBuilder<?> builder =
        NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    ManagedChannel itself =
        NettyChannelBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .usePlaintext()
            .build();
    PastDecisions past = new PastDecisions(WorkflowServiceGrpc.newBlockingStub(itself));
    GRPCServerHelper.registerServicesAndHealthChecks(
        services.getServices(), builder, List.of(new ResultsWait(past)));
    try {
      return new InProcessTemporal(port, services, builder.build().start(), itself);
    } catch (IOException e) {
      itself.shutdownNow();
      services.close();
      throw new UncheckedIOException("Temporal's test server must start on port " + port, e);
    }
  }

  /** {@code host:port}. */
  public String address() {
    return InetAddress.getLoopbackAddress().getHostAddress() + ":" + port;
  }

  @Override
  public void close() {
    itself.shutdownNow();
    server.shutdownNow();
    try {
      server.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    services.close();
  }
}
