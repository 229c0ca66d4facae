package io.fleetcanary.lab.ways;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Sends what the forms of Temporal's UI 2.54.1 send, as recorded from a browser: the JSON without
 * its white space, base64 inside JSON, as text, with the token of the page.
 */
final class UiForm {
  private static final String ID = "rollout/inference/chat";
  private static final String PATH = path(ID);

  private final URI ui;
  private final CookieManager cookies = new CookieManager();
  private final HttpClient browser = HttpClient.newBuilder().cookieHandler(cookies).build();

  UiForm(URI ui) {
    this.ui = ui;
    send(HttpRequest.newBuilder(ui).build());
  }

  /** Start Workflow; an empty input is sent as none. */
  HttpResponse<String> start(String workflowId, String queue, String type, String json) {
    return post(
        path(workflowId),
        """
        {"workflowId":"%s","taskQueue":{"name":"%s"},"workflowType":{"name":"%s"},\
        "input":%s,"userMetadata":{},"searchAttributes":null}"""
            .formatted(workflowId, queue, type, json.isEmpty() ? "null" : payloads(json)));
  }

  /** Send a Signal. */
  HttpResponse<String> signal(String name, String json) {
    return post(
        PATH + "/signal/" + name,
        """
        {"signalName":"%s","input":%s,"workflowExecution":{"workflowId":"%s","runId":""}}"""
            .formatted(name, json.isEmpty() ? "{\"payloads\":null}" : payloads(json), ID));
  }

  /** Send an Update. */
  HttpResponse<String> update(String name, String json) {
    return post(
        PATH + "/update/" + name,
        """
        {"workflowExecution":{"runId":""},"request":{"meta":{"updateId":""},"input":{"args":%s}}}"""
            .formatted(payloads(json)));
  }

  private static String path(String workflowId) {
    return "api/v1/namespaces/default/workflows/"
        + URLEncoder.encode(workflowId, StandardCharsets.UTF_8);
  }

  private static String payloads(String json) {
    return "{\"payloads\":[{\"metadata\":{\"encoding\":\"%s\"},\"data\":\"%s\"}]}"
        .formatted(base64("json/plain"), base64(compact(json)));
  }

  private static String compact(String json) {
    try {
      JsonMapper mapper = new JsonMapper();
      return mapper.writeValueAsString(mapper.readTree(json));
    } catch (JsonProcessingException notJson) {
      throw new IllegalArgumentException("the form takes nothing but JSON, got " + json, notJson);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private HttpResponse<String> post(String path, String body) {
    String token =
        cookies.getCookieStore().getCookies().stream()
            .filter(cookie -> cookie.getName().equals("_csrf"))
            .findFirst()
            .map(HttpCookie::getValue)
            .orElseThrow();
    return send(
        HttpRequest.newBuilder(ui.resolve(path + "?"))
            .header("Content-Type", "text/plain;charset=UTF-8")
            .header("X-CSRF-TOKEN", token)
            .header("Caller-Type", "operator")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return browser.send(request, BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupt);
    }
  }
}
