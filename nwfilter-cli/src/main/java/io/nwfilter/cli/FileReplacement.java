package io.nwfilter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;

/** Replaces a file as a whole: whoever reads it finds the old or the new one, never a part. */
final class FileReplacement {

  private FileReplacement() {}

  /** Replaces what a file, or the file that a link leads to, holds; owner and mode stay. */
  static void replace(Path file, byte[] bytes) throws IOException {
    Path target = file.toRealPath();
    Path fresh = Files.createTempFile(target.getParent(), ".nwfilter", ".xml");
    try {
      Files.write(fresh, bytes);
      copyOwnerAndMode(target, fresh);
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static void copyOwnerAndMode(Path from, Path to) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (view == null) {
      return; // this file system has neither
    }
    PosixFileAttributes old = Files.readAttributes(from, PosixFileAttributes.class);
    view.setOwner(old.owner());
    view.setGroup(old.group());
    view.setPermissions(old.permissions());
  }
}
