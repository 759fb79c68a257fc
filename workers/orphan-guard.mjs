// Preloaded into programs that are not ours (`next start`, `next dev`, `next build`): they must not outlive the
// supervisor, whatever ended it. Their own children inherit the preload but have another parent, so it does nothing there.
if (process.env.SUPERVISOR_PID === String(process.ppid)) {
  process.on('disconnect', () => {
    // 0 is the whole process group, which the supervisor made for this program alone.
    process.kill(0, 'SIGTERM')
    setTimeout(() => process.kill(0, 'SIGKILL'), 5_000).unref()
  })
  // The channel alone must not keep the program alive.
  process.channel?.unref()
}
