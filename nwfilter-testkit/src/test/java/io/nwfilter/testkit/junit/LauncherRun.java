package io.nwfilter.testkit.junit;

import io.nwfilter.testkit.golden.GoldenFile;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the tests of a class, or one of them, with Jupiter. */
final class LauncherRun implements TestExecutionListener {

  private final List<String> results = new ArrayList<>();

  private LauncherRun() {}

  /**
   * Runs tests, which compare with their golden files even while others are refreshed.
   *
   * @param names the name of a class, or of a class and a method with a {@code #} between them
   * @return the name of each test that was run, and of the class if it has failed itself, with the
   *     message of its failure
   */
  static List<String> of(String names) {
    LauncherRun run = new LauncherRun();
    String refreshing = System.getProperty(GoldenFile.REFRESH_PROPERTY, "false");
    System.setProperty(GoldenFile.REFRESH_PROPERTY, "false");
    try {
      run.execute(names);
    } finally {
      System.setProperty(GoldenFile.REFRESH_PROPERTY, refreshing);
    }
    run.results.sort(null);
    return run.results;
  }

  private void execute(String names) {
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(
                    names.contains("#")
                        ? DiscoverySelectors.selectMethod(names)
                        : DiscoverySelectors.selectClass(names))
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                .build(),
            this);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    String failure = result.getThrowable().map(thrown -> ": " + thrown.getMessage()).orElse("");
    if (test.isTest() || !failure.isEmpty()) {
      results.add(test.getDisplayName() + failure);
    }
  }
}
