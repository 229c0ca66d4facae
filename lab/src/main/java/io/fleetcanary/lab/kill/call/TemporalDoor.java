package io.fleetcanary.lab.kill.call;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.HandlerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a worker and Temporal's frontend, until it is cut off. It knows none of its
 * methods, only that each has one request and one answer; deadlines and the end of whoever calls go
 * through.
 */
public final class TemporalDoor implements AutoCloseable {
  private static final int LARGEST = 64 * 1024 * 1024;
  private static final Status GONE = Status.UNAVAILABLE.withDescription("the door is cut off");
  private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();

  private final Calls calls;
  private final ManagedChannel temporal;
  private final Server server;
  private volatile boolean cut;

  private TemporalDoor(Calls calls, String target) throws IOException {
    this.calls = calls;
    temporal =
        NettyChannelBuilder.forTarget(target)
            .usePlaintext()
            .executor(THREADS)
            .maxInboundMessageSize(LARGEST)
            .build();
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .executor(THREADS)
            .maxInboundMessageSize(LARGEST)
            .permitKeepAliveTime(1, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .fallbackHandlerRegistry(new EveryMethod())
            .build()
            .start();
  }

  /**
   * Opens one on a free port of loopback.
   *
   * @param target {@code host:port} of the frontend
   */
  static TemporalDoor open(Calls calls, String target) {
    try {
      return new TemporalDoor(calls, target);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** {@code host:port} for the worker. */
  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  /**
   * Lets nothing more through, in neither direction. Temporal is told what a broken connection
   * tells it: nobody waits for these calls any more.
   */
  void cut() {
    cut = true;
    server.shutdownNow();
  }

  @Override
  public void close() {
    cut();
    temporal.shutdownNow();
  }

  private void answer(ServerCall<byte[], byte[]> call, Metadata headers, byte[] request) {
    if (cut) {
      call.close(GONE, new Metadata());
      return;
    }
    MethodDescriptor<byte[], byte[]> method = call.getMethodDescriptor();
    Channel channel =
        ClientInterceptors.intercept(temporal, MetadataUtils.newAttachHeadersInterceptor(headers));
    try {
      byte[] answer =
          calls.pass(
              Optional.ofNullable(method.getBareMethodName()).orElse(""),
              request,
              () -> ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, request));
      if (cut) {
        call.close(GONE, new Metadata());
        return;
      }
      call.sendHeaders(new Metadata());
      call.sendMessage(answer);
      call.close(Status.OK, new Metadata());
    } catch (StatusRuntimeException refused) {
      call.close(
          refused.getStatus(), Optional.ofNullable(refused.getTrailers()).orElseGet(Metadata::new));
    } catch (Exception nobodyWaits) {
      call.close(Status.UNAVAILABLE.withDescription(nobodyWaits.toString()), new Metadata());
    }
  }

  /** What passes. */
  @FunctionalInterface
  interface Calls {
    byte[] pass(String method, byte[] request, Gate.Upstream<byte[]> upstream) throws Exception;
  }

  private final class EveryMethod extends HandlerRegistry {
    @Override
    public ServerMethodDefinition<byte[], byte[]> lookupMethod(
        String name, @Nullable String authority) {
      MethodDescriptor<byte[], byte[]> method =
          MethodDescriptor.newBuilder(new Bytes(), new Bytes())
              .setFullMethodName(name)
              .setType(MethodDescriptor.MethodType.UNARY)
              .build();
      return ServerMethodDefinition.create(
          method,
          (call, headers) -> {
            call.request(2);
            return new Request(call, headers);
          });
    }
  }

  private final class Request extends ServerCall.Listener<byte[]> {
    private final ServerCall<byte[], byte[]> call;
    private final Metadata headers;
    private byte[] message = new byte[0];

    Request(ServerCall<byte[], byte[]> call, Metadata headers) {
      this.call = call;
      this.headers = headers;
    }

    @Override
    public void onMessage(byte[] whole) {
      message = whole;
    }

    @Override
    public void onHalfClose() {
      answer(call, headers, message);
    }
  }

  /** Whatever it is. */
  static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
