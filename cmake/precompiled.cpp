// Empty: the target that holds the precompiled headers needs a file to compile.
