package io.nwfilter.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Tells the version that the jar's manifest names. */
final class ImplementationVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = NwfilterCommand.class.getPackage().getImplementationVersion();
    return new String[] {"nwfilter " + Objects.requireNonNullElse(version, "(not from a jar)")};
  }
}
