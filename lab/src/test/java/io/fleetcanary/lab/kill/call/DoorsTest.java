package io.fleetcanary.lab.kill.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.lab.dataplane.http.Answer;
import io.fleetcanary.lab.dataplane.http.Headers;
import io.fleetcanary.lab.dataplane.http.HttpListener;
import io.fleetcanary.lab.dataplane.http.HttpPool;
import io.fleetcanary.lab.dataplane.http.Request;
import io.fleetcanary.lab.kill.call.Point.When;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cutting a worker's doors off is what its death is to everybody else. */
@Timeout(60)
class DoorsTest {
  private static final String SLOW = "/api/v1/namespaces/n/configmaps";
  private static final String LOOK = "/api/v1/namespaces/n/services/chat";

  private final List<String> received = new CopyOnWriteArrayList<>();
  private final List<String> done = new CopyOnWriteArrayList<>();
  private final CountDownLatch mayAnswer = new CountDownLatch(1);
  private final HttpListener api = HttpListener.onLoopback(this::answer);
  private final HttpPool worker = new HttpPool(Duration.ofSeconds(20));
  private Server temporal;
  private ManagedChannel client;
  private Passage passage;
  private Doors doors;

  @BeforeEach
  void open() throws IOException {
    temporal =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(
                ServerServiceDefinition.builder("some.Service")
                    .addMethod(method("GetClusterInfo"), ServerCalls.asyncUnaryCall(this::say))
                    .addMethod(
                        method("PollWorkflowTaskQueue"), ServerCalls.asyncUnaryCall(this::wait))
                    .build())
            .build()
            .start();
    passage = new Passage("127.0.0.1:" + temporal.getPort());
    passage.lead(
        "first", new ConfigBuilder().withMasterUrl(api.uri().toString()).build(), api.uri());
    doors = passage.open();
    client = NettyChannelBuilder.forTarget(doors.temporal()).usePlaintext().build();
    passage.gate().begin(List.of(), () -> {});
  }

  @AfterEach
  void close() {
    client.shutdownNow();
    doors.close();
    passage.close();
    temporal.shutdownNow();
    worker.close();
    api.close();
  }

  @Test
  void passAllThatAWorkerAsks() throws IOException {
    assertThat(get(doors, LOOK).status()).isEqualTo(200);
    assertThat(call("GetClusterInfo")).isEqualTo("hello");

    assertThat(received).containsExactly("GET " + LOOK, "GetClusterInfo");
  }

  @Test
  void letNothingThroughOnceTheyAreCutOff() throws IOException {
    get(doors, LOOK);
    call("GetClusterInfo");
    received.clear();

    doors.cut();

    assertThatThrownBy(() -> get(doors, LOOK)).isInstanceOf(IOException.class);
    StatusRuntimeException gone =
        catchThrowableOfType(StatusRuntimeException.class, () -> call("GetClusterInfo"));
    assertThat(gone.getStatus().getCode())
        .as("how a connection ends, or that there is none")
        .isIn(Status.Code.CANCELLED, Status.Code.UNAVAILABLE);
    assertThat(received).isEmpty();
  }

  @Test
  void letARequestGoOnThatWasReceivedAndKeepItsAnswerBack() {
    CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> post(doors, SLOW));
    Eventually.within(Duration.ofSeconds(10), () -> assertThat(received).isNotEmpty());

    doors.cut();

    assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
        .hasMessageContaining("without an answer");
    assertThat(done).isEmpty();
    mayAnswer.countDown();
    Eventually.within(
        Duration.ofSeconds(10), () -> assertThat(done).containsExactly("POST " + SLOW));
  }

  @Test
  void tellTemporalThatNobodyWaitsForATaskAnyMore() {
    CompletableFuture<String> task =
        CompletableFuture.supplyAsync(() -> call("PollWorkflowTaskQueue"));
    Eventually.within(Duration.ofSeconds(10), () -> assertThat(received).isNotEmpty());

    doors.cut();

    assertThatThrownBy(() -> task.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(StatusRuntimeException.class);
    Eventually.within(Duration.ofSeconds(10), () -> assertThat(done).containsExactly("cancelled"));
  }

  @Test
  void areCutOffInTheMiddleOfTheCallThatKills() {
    Point point = new Point("first, nobody, 0 written: POST configmaps", When.AFTER);
    passage.gate().begin(List.of(point), doors::cut);
    mayAnswer.countDown();

    assertThatThrownBy(() -> post(doors, SLOW)).hasMessageContaining("without an answer");

    assertThat(done).containsExactly("POST " + SLOW);
    assertThat(passage.gate().met()).containsExactly(point);
  }

  @Test
  void ofTheNextWorkerPassAndAreCountedWithThoseBefore() throws IOException {
    mayAnswer.countDown();
    post(doors, SLOW);
    doors.cut();

    try (Doors next = passage.open()) {
      get(next, LOOK);
    }

    assertThat(received).containsExactly("POST " + SLOW, "GET " + LOOK);
    assertThat(passage.gate().calls())
        .containsOnlyKeys(
            "first, nobody, 0 written: POST configmaps",
            "first, nobody, 1 written: GET services/chat");
  }

  @Test
  void areNotThoseOfAnotherWorker() {
    try (Doors next = passage.open()) {
      assertThat(next.api("first")).isNotEqualTo(doors.api("first"));
      assertThat(next.prometheus("first")).isNotEqualTo(doors.prometheus("first"));
      assertThat(next.temporal()).isNotEqualTo(doors.temporal());
    }
  }

  private Answer get(Doors through, String target) throws IOException {
    return worker.send(address(through), new Request("GET", target, Headers.NONE, new byte[0]));
  }

  private Answer post(Doors through, String target) {
    try {
      return worker.send(
          address(through), new Request("POST", target, Headers.NONE, "{}".getBytes(UTF_8)));
    } catch (IOException failure) {
      throw new IllegalStateException(failure.getMessage(), failure);
    }
  }

  private static InetSocketAddress address(Doors through) {
    URI uri = through.api("first");
    return new InetSocketAddress(uri.getHost(), uri.getPort());
  }

  private Answer answer(Request request) throws InterruptedException {
    String what = request.method() + " " + request.target();
    received.add(what);
    if (request.target().equals(SLOW)) {
      mayAnswer.await();
    }
    done.add(what);
    return Answer.text(200, "{}");
  }

  private String call(String method) {
    return new String(
        ClientCalls.blockingUnaryCall(
            client, method(method), CallOptions.DEFAULT, "hello".getBytes(UTF_8)),
        UTF_8);
  }

  private void say(byte[] request, StreamObserver<byte[]> answer) {
    received.add("GetClusterInfo");
    answer.onNext(request);
    answer.onCompleted();
  }

  private void wait(byte[] request, StreamObserver<byte[]> answer) {
    ((ServerCallStreamObserver<byte[]>) answer).setOnCancelHandler(() -> done.add("cancelled"));
    received.add("PollWorkflowTaskQueue");
  }

  private static MethodDescriptor<byte[], byte[]> method(String name) {
    return MethodDescriptor.newBuilder(new TemporalDoor.Bytes(), new TemporalDoor.Bytes())
        .setFullMethodName("some.Service/" + name)
        .setType(MethodDescriptor.MethodType.UNARY)
        .build();
  }
}
