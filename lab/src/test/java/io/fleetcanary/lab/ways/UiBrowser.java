package io.fleetcanary.lab.ways;

import io.fleetcanary.lab.real.Parts;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.FluentWait;

/** A person at Temporal's UI 2.54.1: clicks, pastes, reads. */
final class UiBrowser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ID = "rollout/inference/chat";

  /** The editors take what is pasted whole; what is typed they indent and complete. */
  private static final String PASTE =
      """
      const clipboard = new DataTransfer();
      clipboard.setData('text/plain', arguments[1]);
      arguments[0].dispatchEvent(new ClipboardEvent(
          'paste', {clipboardData: clipboard, bubbles: true, cancelable: true}));
      """;

  /** Of all text that is shown, in pixels as the reader sees them. */
  private static final String SMALLEST =
      """
      const sizes = [...document.querySelectorAll('body *')]
          .filter(it => [...it.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
          .filter(it => it.getClientRects().length)
          .map(it => parseFloat(getComputedStyle(it).fontSize)
              * (it.ownerSVGElement ? it.getScreenCTM().a : 1));
      return Math.min(...sizes);
      """;

  private final URI page;
  private final ChromeDriver chrome;

  /**
   * Starts a browser.
   *
   * @param profile an empty folder
   */
  UiBrowser(URI ui, Path profile) {
    page =
        ui.resolve("namespaces/default/workflows/" + URLEncoder.encode(ID, StandardCharsets.UTF_8));
    ChromeOptions options = new ChromeOptions();
    options.setBinary(Parts.installed().program("chromium").toString());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1300,900",
        "--user-data-dir=" + profile);
    chrome =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(Parts.installed().program("chromedriver").toFile())
                .usingAnyFreePort()
                .build(),
            options);
  }

  /** Follows a link to the form, pastes the input and starts. */
  void start(String link, String json) {
    chrome.get(link);
    paste(shown("//*[contains(@class, 'cm-content')]"), json);
    click("//button[@data-testid='start-workflow-button' and not(@disabled)]");
  }

  /** Opens the page of the newest run. */
  void open() {
    chrome.get(page.toString());
    shown("//button[normalize-space()='More Actions' or normalize-space()='Reset']");
  }

  /** The current details, as the page renders them; the page is open. */
  String details() {
    click("//a[@data-testid='user-metadata-tab']");
    WebElement frame = shown("//iframe[@title='output']");
    chrome.switchTo().frame(frame);
    try {
      return shown("//body").getText();
    } finally {
      chrome.switchTo().defaultContent();
    }
  }

  /** Waits until the page says this. */
  void sees(String words) {
    awaited(() -> shownNow("//*[contains(normalize-space(), \"" + words + "\")]"));
  }

  /** The history of the run, newest first. */
  void history() {
    click("//a[@data-testid='history-tab']");
  }

  /** Sends by the dialog; returns what it says against it, empty when it has closed. */
  String send(Kind kind, String name, String json) {
    open();
    click("//button[normalize-space()='More Actions']");
    click("//*[@data-testid='%s-button']".formatted(kind.word));
    click("//button[@data-testid='%s-select-button']".formatted(kind.word));
    click("//*[@role='option'][starts-with(normalize-space(), '%s')]".formatted(name));
    paste(shown("//*[@aria-modal='true']//*[contains(@class, 'cm-content')]"), json);
    click("//button[@data-testid='confirm-modal-button' and not(@disabled)]");
    return awaited(this::answer);
  }

  private String answer() {
    var dialogs = chrome.findElements(By.xpath("//*[@aria-modal='true']"));
    if (dialogs.stream().noneMatch(WebElement::isDisplayed)) {
      return "";
    }
    return shownNow("//*[@aria-modal='true']//*[@role='alert']").getText();
  }

  /** Shows a file as it would be printed: A4, upright, 14 mm of margin. */
  Paper printed(Path file) {
    chrome.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "print"));
    chrome.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", Paper.WIDTH, "height", 1047, "deviceScaleFactor", 1, "mobile", false));
    try {
      chrome.get(file.toUri().toString());
      return new Paper(
          number("return document.documentElement.scrollWidth"),
          number(SMALLEST),
          number("return performance.getEntriesByType('resource').length"),
          shown("//body").getText());
    } finally {
      chrome.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
      chrome.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", ""));
    }
  }

  private double number(String script) {
    return ((Number) Objects.requireNonNull(chrome.executeScript(script))).doubleValue();
  }

  /**
   * What a page looks like on paper.
   *
   * @param wide in pixels; more than {@link #WIDTH} is cut off
   * @param smallest text, in pixels; 96 are an inch
   * @param requests for anything beside the page itself
   */
  record Paper(double wide, double smallest, double requests, String text) {
    static final int WIDTH = 688;
  }

  byte[] picture() {
    return chrome.getScreenshotAs(OutputType.BYTES);
  }

  /** Leaving the editor reformats the JSON, and moves the buttons. */
  private void paste(WebElement editor, String json) {
    editor.click();
    editor.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
    chrome.executeScript(PASTE, editor, json);
    editor.sendKeys(Keys.TAB);
  }

  private void click(String path) {
    awaited(
        () -> {
          shownNow(path).click();
          return true;
        });
  }

  private WebElement shown(String path) {
    return awaited(() -> shownNow(path));
  }

  private WebElement shownNow(String path) {
    return chrome.findElements(By.xpath(path)).stream()
        .filter(WebElement::isDisplayed)
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException(path));
  }

  /** The page builds itself up while one looks. */
  private <T> T awaited(Supplier<T> look) {
    return new FluentWait<>(chrome)
        .withTimeout(PATIENCE)
        .ignoring(NoSuchElementException.class, StaleElementReferenceException.class)
        .ignoring(ElementNotInteractableException.class)
        .until(any -> look.get());
  }

  @Override
  public void close() {
    chrome.quit();
  }

  /** Which of the two dialogs. */
  enum Kind {
    SIGNAL("signal"),
    UPDATE("update");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }
}
