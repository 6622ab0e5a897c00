package io.nwfilter.cli;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** All cores of the machine, for work that takes long. */
final class Cores {

  private Cores() {}

  /** {@return what some work results in, which may use a thread for each core until it ends} */
  static <T> T with(Function<Executor, T> work) {
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      return work.apply(threads);
    } finally {
      threads.shutdown();
    }
  }
}
