package io.fleetcanary.lab.kill.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fleetcanary.lab.Eventually;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever passes comes out as it went in. */
class TemporalDoorTest {
  private static final Metadata.Key<String> DETAIL =
      Metadata.Key.of("detail", Metadata.ASCII_STRING_MARSHALLER);

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private Server server;
  private TemporalDoor door;
  private ManagedChannel client;

  @BeforeEach
  void open() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(
                ServerServiceDefinition.builder("some.Service")
                    .addMethod(method("Do"), ServerCalls.asyncUnaryCall(this::answer))
                    .build())
            .intercept(new Listening())
            .build()
            .start();
    door =
        TemporalDoor.open(
            (method, request, upstream) -> {
              seen.add(method);
              return upstream.call();
            },
            "127.0.0.1:" + server.getPort());
    client = NettyChannelBuilder.forTarget(door.address()).usePlaintext().build();
  }

  @AfterEach
  void close() {
    client.shutdownNow();
    door.close();
    server.shutdownNow();
  }

  @Test
  void passesRequestsAndAnswersOn() {
    assertThat(call("hello", CallOptions.DEFAULT)).isEqualTo("hello to you");

    assertThat(seen).containsExactly("Do", "heard hello");
  }

  @Test
  void passesHeadersOn() {
    Metadata headers = new Metadata();
    headers.put(DETAIL, "namespace");

    byte[] answer =
        ClientCalls.blockingUnaryCall(
            ClientInterceptors.intercept(
                client, MetadataUtils.newAttachHeadersInterceptor(headers)),
            method("Do"),
            CallOptions.DEFAULT,
            "hello".getBytes(UTF_8));

    assertThat(new String(answer, UTF_8)).isEqualTo("hello to you");
    assertThat(seen).contains("with namespace");
  }

  @Test
  void passesRefusalsOnWithTheirDetails() {
    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> call("refuse", CallOptions.DEFAULT));

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(refused.getStatus().getDescription()).isEqualTo("no such thing");
    assertThat(Objects.requireNonNull(refused.getTrailers()).get(DETAIL)).isEqualTo("more");
  }

  @Test
  void tellsWhoeverAnswersThatNobodyWaitsAnyMore() {
    StatusRuntimeException late =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> call("wait", CallOptions.DEFAULT.withDeadlineAfter(300, TimeUnit.MILLISECONDS)));

    assertThat(late.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    Eventually.within(Duration.ofSeconds(10), () -> assertThat(seen).contains("cancelled"));
  }

  @Test
  void tellsWhoeverAnswersThatTheCallerIsGone() {
    Thread.ofVirtual().start(() -> call("wait", CallOptions.DEFAULT));
    Eventually.within(Duration.ofSeconds(10), () -> assertThat(seen).contains("heard wait"));

    client.shutdownNow();

    Eventually.within(Duration.ofSeconds(10), () -> assertThat(seen).contains("cancelled"));
  }

  private String call(String word, CallOptions options) {
    return new String(
        ClientCalls.blockingUnaryCall(client, method("Do"), options, word.getBytes(UTF_8)), UTF_8);
  }

  private void answer(byte[] request, StreamObserver<byte[]> answer) {
    String word = new String(request, UTF_8);
    switch (word) {
      case "refuse" -> {
        Metadata trailers = new Metadata();
        trailers.put(DETAIL, "more");
        answer.onError(
            Status.NOT_FOUND.withDescription("no such thing").asRuntimeException(trailers));
      }
      case "wait" ->
          ((ServerCallStreamObserver<byte[]>) answer)
              .setOnCancelHandler(() -> seen.add("cancelled"));
      default -> {
        answer.onNext((word + " to you").getBytes(UTF_8));
        answer.onCompleted();
      }
    }
    seen.add("heard " + word);
  }

  private final class Listening implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      Optional.ofNullable(headers.get(DETAIL)).ifPresent(it -> seen.add("with " + it));
      return next.startCall(call, headers);
    }
  }

  private static MethodDescriptor<byte[], byte[]> method(String name) {
    return MethodDescriptor.newBuilder(new TemporalDoor.Bytes(), new TemporalDoor.Bytes())
        .setFullMethodName("some.Service/" + name)
        .setType(MethodDescriptor.MethodType.UNARY)
        .build();
  }
}
