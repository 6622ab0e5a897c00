package io.nwfilter.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Documents that tests write into directories of their own. */
final class Inputs {

  private Inputs() {}

  /**
   * Returns a domain with one interface, vnet4. The interface stands at 4:5, its target at 7:7, its
   * filter reference at 8:7.
   */
  static String domain(String filterRef) {
    return """
    <domain type='kvm'>
      <name>guest</name>
      <devices>
        <interface type='bridge'>
          <mac address='52:54:00:0a:0b:0c'/>
          <source bridge='br0'/>
          <target dev='vnet4'/>
          FILTER_REF
        </interface>
      </devices>
    </domain>
    """
        .replace("FILTER_REF", filterRef);
  }

  /** Returns a reference to a filter, with parameters as NAME=VALUE. */
  static String filterRef(String filter, String... parameters) {
    StringBuilder reference = new StringBuilder("<filterref filter='" + filter + "'>");
    for (String parameter : parameters) {
      int equals = parameter.indexOf('=');
      reference.append("<parameter name='").append(parameter, 0, equals).append("' value='");
      reference.append(parameter, equals + 1, parameter.length()).append("'/>");
    }
    return reference.append("</filterref>").toString();
  }

  /** Returns a filter whose only entry stands at 2:3. */
  static String filter(String name, String entry) {
    return "<filter name='" + name + "'>\n  " + entry + "\n</filter>\n";
  }

  /** Returns a filter that drops what the guest sends with an EtherType, to be known by it. */
  static String dropping(String name, String etherType) {
    return filter(
        name, "<rule action='drop' direction='out'><mac protocolid='" + etherType + "'/></rule>");
  }

  /** Writes a file and the directories that lead to it. */
  static Path write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file that is not text. */
  static void write(Path file, byte[] content) {
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return what is in a file} */
  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
