package io.nwfilter.cli;

import io.nwfilter.core.stock.FirewallBackend;

/** Reads the value of {@code --network-backend}. */
final class BackendName extends EnumNames<FirewallBackend> {

  BackendName() {
    super(FirewallBackend.class);
  }
}
