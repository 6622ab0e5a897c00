package io.nwfilter.testkit.assertion;

import io.nwfilter.testkit.golden.FailureMessage;
import org.opentest4j.AssertionFailedError;

/** A failure: what was expected, what was compiled and where, and then what was found. */
final class Failure {

  private final FailureMessage message;

  Failure(Subject subject, String summary) {
    message =
        new FailureMessage(
            subject.description().isEmpty() ? summary : subject.description() + ": " + summary);
    fact("compiled", subject.compiled());
    fact("where", subject.place());
  }

  Failure fact(String name, Object value) {
    if (!value.toString().isEmpty()) {
      message.fact(name, value);
    }
    return this;
  }

  Failure block(String name, String lines) {
    message.block(name, lines);
    return this;
  }

  AssertionError error() {
    return new AssertionFailedError(message.toString());
  }
}
