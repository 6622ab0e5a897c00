package io.nwfilter.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** Tells the version that the jar's manifest names. */
final class ImplementationVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"nwfilter " + Objects.requireNonNullElse(ofJar(), "(not from a jar)")};
  }

  /** {@return the version; null if the classes are not in a jar} */
  static @Nullable String ofJar() {
    return NwfilterCommand.class.getPackage().getImplementationVersion();
  }
}
